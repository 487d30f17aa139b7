"""The types of geoalchemy2."""

from limbeck_standin import sql_type


def _spatial(name):
    def spec(geometry_type="GEOMETRY", srid=-1, dimension=None, **kw):
        return name if geometry_type is None else "%s(%s,%d)" % (name, geometry_type, srid)

    return spec


Geometry = sql_type("Geometry", _spatial("geometry"), __name__)
Geography = sql_type("Geography", _spatial("geography"), __name__)
Raster = sql_type("Raster", lambda *args, **kw: "raster", __name__)
